from handlers.kit.router import Router

router = Router()
