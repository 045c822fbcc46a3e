"""Our WebSub hub behind its door (`service/web/hub.py`): asking callbacks what they meant, and telling subscribers what is new.

calls (one GET to a callback) → pace (how often whom) → subscriptions (what comes of it) → intentions (the task that carries intents out),
topicality (the task that ends what has no topic any more), messenger (what a subscriber is sent)
"""
