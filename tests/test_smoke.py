async def test_smoke(chat):
    await chat.producer.says("/menu")
    print(chat.producer.sees())
    await chat.producer.presses("Có")
    assert "yes 5" in chat.producer.sees()
    await chat.producer.forges("nope:1")
    assert "cũ" in chat.producer.sees()
    await chat.passes(hours=8)
    assert "later 1" in chat.producer.sees_all()
