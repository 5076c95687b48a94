"""The community's things as frozen values, and pure functions of them."""
