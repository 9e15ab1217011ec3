#include "platform/sql/postgresql_errors.h"

#include <utility>

#include "platform/sql/failures.h"

namespace exeat::sql {
namespace {

/// "Key (email, site)=(a@b.c, 1) already exists." -> "email, site": the names without the values.
std::string_view columns_in(std::string_view detail) {
    const auto open = detail.find('(');
    const auto close = detail.find(")=");
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
    return detail.substr(open + 1, close - open - 1);
}

Error refused_by(const char* kind, const ServerSaid& said) {
    std::string detail = kind;
    detail += ": ";
    detail += said.constraint;
    detail += " on ";
    detail += said.table;
    if (const auto columns = columns_in(said.detail); !columns.empty()) {
        detail += " (" + std::string(columns) + ")";
    }
    return duplicate(std::move(detail));
}

bool is_one_of(std::string_view state, std::initializer_list<std::string_view> states) {
    for (const auto candidate : states) {
        if (candidate == state) return true;
    }
    return false;
}

}  // namespace

Failure postgresql_failure(const ServerSaid& said) {
    const auto state = said.state;
    const auto detail = "postgresql " + std::string(state) + ": " + std::string(said.message);
    if (state == "23505" || state == "23P01") return {refused_by("unique", said)};
    if (state == "23503") return {refused_by("foreign key", said)};
    if (state == "23514") return {refused_by("check", said)};
    if (is_one_of(state, {"40001", "40P01"})) return {busy(detail), Recovery::rerun};
    const bool plan_is_old = state == "0A000" && said.message.find("cached plan") != std::string_view::npos;
    if (plan_is_old || state == "26000") return {busy(detail), Recovery::rerun_prepared};
    if (is_one_of(state, {"57P01", "57P02", "57P03", "57P05", "25P03"}) ||
        (state.starts_with("08") && state != "08P01")) {
        return {unreachable(detail), Recovery::reconnect};
    }
    if (state == "53100") return {disk_full(detail)};
    if (state == "53200") return {out_of_memory(detail)};
    if (state.starts_with("53")) return {unreachable(detail)};
    if (state.starts_with("58")) return {disk_failed(detail)};
    if (state.starts_with("XX001") || state.starts_with("XX002")) return {damaged(detail)};
    if (is_one_of(state, {"57014", "55P03"})) return {busy(detail)};
    if (is_one_of(state, {"22021", "22P05"})) return {bad_value(detail)};
    return {wrong_statement(detail)};
}

}  // namespace exeat::sql
