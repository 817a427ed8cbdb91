"""Places: the boroughs of London with their official codes."""

from typing import Self

from lvws_core.errors import Invalid
from lvws_core.vocabulary.labelled import Labelled


class Borough(Labelled):
    """The 33 areas of London in the order of their GSS codes, then outside London and unknown.

    `gss` is the code of the Office for National Statistics, None for the last two.

    Source: domain section 9.1.
    """

    gss: str | None

    def __new__(cls, key: str, label: str = "", number: int | None = None) -> Self:
        """Make a member from its key, its label and the number at the end of its GSS code."""
        member = str.__new__(cls, key)
        member._value_ = key
        member.label = label
        member.gss = None if number is None else f"E09{number:06}"
        return member

    CITY_OF_LONDON = "city_of_london", "City of London", 1
    BARKING_AND_DAGENHAM = "barking_and_dagenham", "Barking and Dagenham", 2
    BARNET = "barnet", "Barnet", 3
    BEXLEY = "bexley", "Bexley", 4
    BRENT = "brent", "Brent", 5
    BROMLEY = "bromley", "Bromley", 6
    CAMDEN = "camden", "Camden", 7
    CROYDON = "croydon", "Croydon", 8
    EALING = "ealing", "Ealing", 9
    ENFIELD = "enfield", "Enfield", 10
    GREENWICH = "greenwich", "Greenwich", 11
    HACKNEY = "hackney", "Hackney", 12
    HAMMERSMITH_AND_FULHAM = "hammersmith_and_fulham", "Hammersmith and Fulham", 13
    HARINGEY = "haringey", "Haringey", 14
    HARROW = "harrow", "Harrow", 15
    HAVERING = "havering", "Havering", 16
    HILLINGDON = "hillingdon", "Hillingdon", 17
    HOUNSLOW = "hounslow", "Hounslow", 18
    ISLINGTON = "islington", "Islington", 19
    KENSINGTON_AND_CHELSEA = "kensington_and_chelsea", "Kensington and Chelsea", 20
    KINGSTON_UPON_THAMES = "kingston_upon_thames", "Kingston upon Thames", 21
    LAMBETH = "lambeth", "Lambeth", 22
    LEWISHAM = "lewisham", "Lewisham", 23
    MERTON = "merton", "Merton", 24
    NEWHAM = "newham", "Newham", 25
    REDBRIDGE = "redbridge", "Redbridge", 26
    RICHMOND_UPON_THAMES = "richmond_upon_thames", "Richmond upon Thames", 27
    SOUTHWARK = "southwark", "Southwark", 28
    SUTTON = "sutton", "Sutton", 29
    TOWER_HAMLETS = "tower_hamlets", "Tower Hamlets", 30
    WALTHAM_FOREST = "waltham_forest", "Waltham Forest", 31
    WANDSWORTH = "wandsworth", "Wandsworth", 32
    WESTMINSTER = "westminster", "Westminster", 33
    OUTSIDE_LONDON = "outside_london", "Outside London"
    UNKNOWN = "unknown", "Not known"

    @classmethod
    def of_gss(cls, code: str) -> "Borough":
        """Give the borough of a GSS code.

        >>> Borough.of_gss("E09000012").label
        'Hackney'

        Raises:
            Invalid: No area of London has this code.
        """
        for borough in cls:
            if borough.gss == code:
                return borough
        raise Invalid("borough_gss", "unknown_code")
