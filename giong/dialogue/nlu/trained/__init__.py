"""The trained understander: a joint network of intents and slots, in numpy alone. Knows no assistant and no flow."""
