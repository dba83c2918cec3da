"""What happens: the engine, the plans, the commands."""
