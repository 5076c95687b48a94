"""How the bot speaks: values that name no platform."""
