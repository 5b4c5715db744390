"""How well questions are answered: asked as people write them, judged by the facts an answer must contain."""
