"""The telephone exchange: calls connected with assistants and with people."""
