// What somebody was refused at assets, and whether it was granted by a person since.
#include <algorithm>
#include <map>
#include <vector>

#include "state/store/request_columns.h"
#include "state/store/request_rows.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

/// A decision of a person: a no, or a yes that was not taken back.
struct Decided {
    std::optional<GroupId> group;  // whose it is, if not the person's
    bool is_refusal = false;
    policy::RequestKind kind = policy::RequestKind::download;
    policy::Actions actions;
    domain::Files files;
    Instant at;
};

Decided decided_of(const sql::Row& row) {
    Decided decided;
    decided.group = row.get<std::optional<GroupId>>(1);
    decided.is_refusal = row.get<bool>(2) || word_at<policy::RequestStatus>(row, 3) == policy::RequestStatus::rejected;
    decided.kind = word_at<policy::RequestKind>(row, 4);
    decided.actions = policy::Actions::from_bits(row.get<std::uint32_t>(5));
    decided.files = files_at(row, 6);
    decided.at = row.get<Instant>(7);
    return decided;
}

/// As grants are read (POLICY.md "Grants"): one for downloads opens downloads, whatever its actions are.
policy::Actions opened_by(const Decided& decided) {
    return decided.kind == policy::RequestKind::download ? policy::Actions{policy::Action::download} : decided.actions;
}

bool lifts(const Decided& yes, const Decided& no) {
    if (yes.is_refusal || yes.at <= no.at || (yes.group && yes.group != no.group)) return false;
    if (no.kind == policy::RequestKind::access && yes.kind != policy::RequestKind::access) return false;
    const auto refused = opened_by(no);
    if (!opened_by(yes).has_all(refused)) return false;
    return !refused.has(policy::Action::download) || domain::is_within(no.files, yes.files);
}

bool is_refused(const std::vector<Decided>& decided) {
    return std::ranges::any_of(decided, [&](const Decided& no) {
        return no.is_refusal && std::ranges::none_of(decided, [&](const Decided& yes) { return lifts(yes, no); });
    });
}

/// $1 is the person, the assets begin with $2. Two walks, so that each takes the index of its holder.
std::string statement_for(std::size_t assets) {
    const std::string columns =
        "select asset, group_id, revoked, status, kind, actions, files, coalesce(case when revoked = 1 then "
        "ended_at end, decided_at, created_at) from requests where asset in (" +
        parameter_list(2, assets) + ") and (revoked = 1 or status in ('rejected', 'approved')) and ";
    return columns + "person = $1 union all " + columns +
           "group_id is not null and group_id in (select group_id from group_people where person = $1)";
}

}  // namespace

Result<std::set<AssetId>> refused_among(sql::Session& session, PersonId person, std::span<const AssetId> assets) {
    std::map<AssetId, std::vector<Decided>> all;
    for (std::size_t from = 0; from < assets.size(); from += k_longest_list) {
        const auto some = assets.subspan(from, std::min(k_longest_list, assets.size() - from));
        std::vector<sql::Parameter> parameters{person};
        const auto length = list_length(some.size());
        for (std::size_t i = 0; i < length; ++i) parameters.emplace_back(some[std::min(i, some.size() - 1)]);
        EXEAT_TAKE(const auto rows, session.query(statement_for(length), parameters));
        for (const auto& row : rows) all[row.get<AssetId>(0)].push_back(decided_of(row));
    }
    std::set<AssetId> refused;
    for (const auto& [asset, decided] : all) {
        if (is_refused(decided)) refused.insert(asset);
    }
    return refused;
}

}  // namespace exeat::store
