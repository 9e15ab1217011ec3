#include "state/ledger/schema.h"

namespace exeat::ledger {
namespace {

// Bodies lie apart so that erasing one leaves its entry as it was. Nothing here refers to other tables: an entry
// outlives what it tells of.
constexpr const char* k_schema = R"(
create table ledger_streams (
    stream {bigint} primary key,
    opened_at {bigint} not null
) {strict};

create table ledger_entries (
    stream {bigint} not null,
    n {bigint} not null,
    at {bigint} not null,
    kind text not null,
    actor text not null,
    library text,
    folder text,
    asset text,
    person text,
    about text,
    digest {bytes} not null,
    hash {bytes} not null,
    primary key (stream, n)
) {strict};

create table ledger_bodies (
    stream {bigint} not null,
    n {bigint} not null,
    salt {bytes} not null,
    body text not null,
    primary key (stream, n)
) {strict};

create table ledger_seals (
    n {bigint} primary key,
    seal text not null
) {strict};
)";

}  // namespace

sql::Migration migration() {
    return {1001, "ledger", k_schema};
}

}  // namespace exeat::ledger
