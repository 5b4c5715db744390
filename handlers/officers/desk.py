from handlers.kit.router import Router
from models.accounts import Role

router = Router(role=Role.OFFICER)
