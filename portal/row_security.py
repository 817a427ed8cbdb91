"""Row security: the gate's rules once more, as policies of PostgreSQL that bind every statement (assurance P2).

The policies are generated from what the gate puts on statements (`portal.criteria`, `portal.ownership`): the
same conditions, with a setting of the transaction where the gate has a value (`portal.row_settings`). Each
migration sets them up anew for all tables, so a table that is new has its policies from the day it is there.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Select, Uuid, and_, cast, func, literal_column, or_, select, text, true
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapper
from sqlalchemy.types import String, TypeEngine

from portal.criteria import Unknown, connected, kept_away, mappers, not_erased, ours, own_intakes
from portal.database import SHARED, SYSTEM_TABLES, TENANT
from portal.need_to_know import KEPT, restricted
from portal.ownership import MEMBER, OWNER, PARTNER, SPOKEN
from portal.row_settings import ENTER

_SYSTEM: Final = "(SELECT current_setting('lvws.system', true)) = 'on'"
_CHANGING: Final = "(SELECT current_setting('lvws.changing', true)) = 'on'"
_UNKNOWN: Final[Mapping[str, TypeEngine[Any]]] = MappingProxyType(
    {
        "people": Uuid(),
        "offers": Uuid(),
        "cases": Uuid(),
        "references": String(),
        "papers": String(),
        "person_references": String(),
    }
)
"""What is set aside of people of whom the reader is to know nothing: the parts of `criteria.Unknown`."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """One policy of a table: for which command, which rows there are (`using`), which may be written (`check`)."""

    table: str
    command: str
    using: str = ""
    check: str = ""

    @property
    def name(self) -> str:
        """Its name in the database; one for each command of a table."""
        return f"lvws_{self.command.lower()}"

    @property
    def statement(self) -> str:
        """The statement that makes it."""
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return f'CREATE POLICY {self.name} ON "{self.table}" FOR {self.command}{using}{check}'

    @property
    def mark(self) -> str:
        """What tells that it is this policy and no older one; stands as its comment."""
        return _mark(self.statement)


@cache
def declared() -> tuple[Policy, ...]:
    """Give the policies of every table, as the gate has its rules today."""
    tenant = [policy for mapper in mappers(TENANT) for policy in _tenant(mapper)]
    shared = [policy for mapper in mappers(SHARED) for policy in _shared(mapper)]
    own = [Policy(table=name, command="ALL", using=_SYSTEM, check=_SYSTEM) for name in sorted(SYSTEM_TABLES)]
    return (*sorted((*tenant, *shared), key=lambda policy: (policy.table, policy.command)), *own)


@cache
def entering() -> str:
    """Give the statement that makes the function by which a transaction says whose it is."""
    given: dict[str, Any] = {
        "organisation_id": literal_column("given_organisation"),
        "staff_id": literal_column("given_staff"),
        "on": literal_column("given_today"),
        "admitted": literal_column("given_admitted"),
    }
    aside = Unknown(select(func.unnest(literal_column("people"))))
    parts = {name: _sql(getattr(aside, name)) for name in _UNKNOWN}
    return f"""
CREATE OR REPLACE FUNCTION {ENTER}(
  given_organisation uuid, given_worker uuid, given_staff uuid, given_manages boolean, given_today date,
  given_admitted uuid
) RETURNS void LANGUAGE plpgsql AS $lvws$
DECLARE people uuid[];
BEGIN
  PERFORM set_config('lvws.system', 'on', true), set_config('lvws.changing', '', true),
    set_config('lvws.organisation', coalesce(given_organisation::text, ''), true),
    set_config('lvws.worker', coalesce(given_worker::text, ''), true);
  people := ARRAY({_sql(connected(given["staff_id"]))});
  {_set_aside("connected", parts)}
  IF given_manages THEN people := people || ARRAY({_sql(restricted(**given, manages=True))});
  ELSE people := people || ARRAY({_sql(restricted(**given, manages=False))}); END IF;
  {_set_aside("unknown", parts)}
  PERFORM set_config('lvws.system', '', true);
END $lvws$"""


def lift(connection: Connection) -> None:
    """Take the policies away for a migration, and let the owner see the rows; all others see none meanwhile."""
    found = connection.execute(
        text(
            "SELECT c.relname, p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
            " WHERE c.relnamespace = 'public'::regnamespace"
        )
    )
    policies = [(str(table), str(name)) for table, name in found]
    for table in sorted({table for table, _ in policies}):
        connection.exec_driver_sql(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
    for table, name in policies:
        connection.exec_driver_sql(f'DROP POLICY {name} ON "{table}"')
    # Of an older release it may ask for other things, and would stand beside the new one.
    for function in connection.scalars(text(_FUNCTIONS), {"name": ENTER}).all():
        connection.exec_driver_sql(f"DROP FUNCTION {function}")


def set_up(connection: Connection, role: str) -> None:
    """Put every table under its policies; whoever connects as `role` never changes whose a row is."""
    connection.exec_driver_sql(entering())
    connection.exec_driver_sql(f"COMMENT ON FUNCTION {ENTER} IS '{_mark(entering())}'")
    for table in sorted(TENANT | SHARED | SYSTEM_TABLES):
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')
    for policy in declared():
        connection.exec_driver_sql(policy.statement)
        connection.exec_driver_sql(f"COMMENT ON POLICY {policy.name} ON \"{policy.table}\" IS '{policy.mark}'")
    if connection.scalar(text("SELECT true FROM pg_roles WHERE rolname = :role"), {"role": role}):
        for mapper in mappers(TENANT):
            connection.exec_driver_sql(_columns_granted(mapper, role))


def faults(connection: Connection) -> Iterator[str]:
    """Say of each table what it lacks of its row security, and of the role that is connected what it may too much."""
    rows = connection.execute(text(_STANDING), execution_options={})
    stands = {str(row.relname): (bool(row.walled), frozenset(row.marks or ())) for row in rows}
    wanted: dict[str, set[str]] = {}
    for policy in declared():
        wanted.setdefault(policy.table, set()).add(f"{policy.name} {policy.mark}")
    for table, marks in wanted.items():
        walled, found = stands.get(table, (False, frozenset()))
        if not walled or found != marks:
            yield f"table {table} lacks its row security; set it up with: lvws migrate"
    if connection.scalar(text(_FUNCTION), {"name": ENTER}) != _mark(entering()):
        yield f"the function {ENTER} is not this release's; set it up with: lvws migrate"
    role = connection.execute(text(_ROLE)).one()
    if role.rolsuper or role.rolbypassrls or role.owns:
        yield "the database role is a superuser, passes row security or owns tables; connect as lvws_app"


_STANDING: Final = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS walled,
  array_agg(p.polname || ' ' || obj_description(p.oid, 'pg_policy')) FILTER (WHERE p.oid IS NOT NULL) AS marks
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace GROUP BY c.oid
"""
_FUNCTIONS: Final = "SELECT oid::regprocedure::text FROM pg_proc WHERE proname = :name"
_FUNCTION: Final = "SELECT obj_description(oid, 'pg_proc') FROM pg_proc WHERE proname = :name"
_ROLE: Final = """
SELECT rolsuper, rolbypassrls, EXISTS (
  SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND pg_has_role(current_user, c.relowner, 'MEMBER')
) AS owns FROM pg_roles WHERE rolname = current_user
"""


def _tenant(mapper: Mapper[Any]) -> Iterator[Policy]:
    table, partner = _name(mapper), PARTNER in mapper.columns
    organisation = _setting("organisation", Uuid())
    seen = _sql(and_(ours(mapper, organisation), *_known(mapper)))
    narrowed = _narrowed(mapper)
    admitted = f"{seen} AND ({_CHANGING} OR ({narrowed}))" if narrowed else seen
    yours, own = _sql(ours(mapper, organisation)), _is(OWNER)
    added = f"{own} OR {_is(PARTNER)}" if partner and table in SPOKEN else own
    yield Policy(table=table, command="SELECT", using=_or_system(admitted))
    yield Policy(table=table, command="INSERT", check=_or_system(added))
    yield Policy(table=table, command="UPDATE", using=_or_system(yours), check=_or_system(yours))
    yield Policy(table=table, command="DELETE", using=_or_system(own))


def _shared(mapper: Mapper[Any]) -> Iterator[Policy]:
    table = _name(mapper)
    own = _or_system(_is(MEMBER)) if MEMBER in mapper.columns else _SYSTEM
    anybody = _sql(_setting("organisation", Uuid()).is_not(None))
    yield Policy(table=table, command="SELECT", using=_or_system(anybody))
    yield Policy(table=table, command="INSERT", check=own)
    # What anybody reads, anybody may lock, as whoever books a place does; to change it stays its organisation's.
    yield Policy(table=table, command="UPDATE", using=_or_system(anybody), check=own)
    yield Policy(table=table, command="DELETE", using=own)


def _known(mapper: Mapper[Any]) -> Iterator[Any]:
    # Two lists where the gate has two, but one where both count: each is a sub-select in every statement's plan.
    yield from kept_away(mapper, _aside("connected" if _name(mapper) in KEPT else "unknown"))


def _narrowed(mapper: Mapper[Any]) -> str:
    """Give what an UPDATE may take away from its own row: a policy is asked of the row as it becomes, too."""
    worker = _setting("worker", Uuid())
    conditions = list(not_erased(mapper.class_))
    if (own := own_intakes(_setting("organisation", Uuid()), worker).get(mapper.class_)) is not None:
        conditions.append(or_(worker.is_(None), own))
    return _sql(and_(*conditions)) if conditions else ""


class _Aside:
    """The parts of `Unknown`, read from the settings of the transaction."""

    def __init__(self, whom: str) -> None:
        for name, kind in _UNKNOWN.items():
            setattr(self, name, _listed(f"{whom}_{name}", kind))


@cache
def _aside(whom: str) -> Any:
    return _Aside(whom)


def _set_aside(whom: str, parts: Mapping[str, str]) -> str:
    """Give what sets the parts aside; there is seldom anybody."""

    def each(values: Mapping[str, str]) -> str:
        return ", ".join(f"set_config('lvws.{whom}_{name}', {value}, true)" for name, value in values.items())

    full = {name: f"array_to_string(ARRAY({part}), ',')" for name, part in parts.items()}
    return (
        f"IF cardinality(people) > 0 THEN PERFORM {each(full)};\n"
        f"  ELSE PERFORM {each(dict.fromkeys(parts, repr('')))}; END IF;"
    )


def _setting(name: str, kind: TypeEngine[Any]) -> Any:
    # As a sub-select it is read once a statement and not once a row; unset, or empty after an earlier one, is nothing.
    value = func.nullif(func.current_setting(f"lvws.{name}", true()), "")
    return select(cast(value, kind)).scalar_subquery()


def _listed(name: str, kind: TypeEngine[Any]) -> Select[Any]:
    parts = func.string_to_array(func.current_setting(f"lvws.{name}", true()), ",")
    return select(cast(func.unnest(parts), kind)).correlate(None)


def _is(column: str) -> str:
    return f"{column} = {_sql(_setting('organisation', Uuid()))}"


def _or_system(condition: str) -> str:
    # Of a CASE the planner supposes that half of the rows pass. From an OR it reckoned that hardly any does,
    # and then read and sorted every row where it had walked along an index to the first twenty-five.
    return f"CASE WHEN {_SYSTEM} THEN true ELSE {condition} END"


def _columns_granted(mapper: Mapper[Any], role: str) -> str:
    """Give what leaves the role the right to change every column but the owner, where it may change rows at all."""
    table = _name(mapper)
    columns = ", ".join(f'"{column.name}"' for column in mapper.columns if column.name != OWNER)
    return f"""
DO $$ BEGIN IF has_any_column_privilege('{role}', '"{table}"', 'UPDATE') THEN
  REVOKE UPDATE ON "{table}" FROM {role}; GRANT UPDATE ({columns}) ON "{table}" TO {role};
END IF; END $$"""


def _name(mapper: Mapper[Any]) -> str:
    return str(mapper.local_table.name)  # type: ignore[attr-defined]  # a mapped class has a table


def _sql(element: Any) -> str:
    compiled = element.compile(
        dialect=postgresql.dialect(),  # type: ignore[no-untyped-call]  # SQLAlchemy says nothing of it
        compile_kwargs={"literal_binds": True},
    )
    return str(compiled).replace("\n", " ")


def _mark(statement: str) -> str:
    return hashlib.sha256(statement.encode()).hexdigest()[:16]
