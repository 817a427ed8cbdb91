"""The sources about the person: identity, plan, risk, needs, requests, holds."""
