#include "state/store/picture_waits.h"

#include <algorithm>
#include <array>

#include "state/store/job_rows.h"
#include "state/store/rows.h"

namespace exeat::store {

Done wait_for_picture(sql::Transaction& transaction, AssetId asset, const PictureSource& source, Instant now) {
    EXEAT_TRY(transaction.change("delete from picture_waits where since < $1",
                                 {Instant{now.ms - k_longest_picture_wait_ms}}));
    for (const auto kind : {domain::JobKind::thumbnail, domain::JobKind::preview}) {
        EXEAT_TRY(
            transaction.change("insert into picture_waits (asset, kind, digest, format, since) "
                               "values ($1, $2, $3, $4, $5) on conflict (asset, kind) do update set "
                               "digest = excluded.digest, format = excluded.format, since = excluded.since",
                               {asset, policy::to_text(kind), source.digest, source.format, now}));
    }
    return add_job_again(transaction, domain::JobKind::thumbnail, source, now);
}

Done wait_no_more(sql::Transaction& transaction, AssetId asset) {
    EXEAT_TRY(transaction.change("delete from picture_waits where asset = $1", {asset}));
    return {};
}

Done end_picture_waits(sql::Transaction& transaction, domain::JobKind kind, const PictureSource& source) {
    EXEAT_TRY(transaction.change("delete from picture_waits where digest = $1 and format = $2 and kind = $3",
                                 {source.digest, source.format, policy::to_text(kind)}));
    return {};
}

Result<bool> is_waited_for(sql::Session& session, domain::JobKind kind, const PictureSource& source) {
    EXEAT_TAKE(const auto row,
               session.one("select 1 from picture_waits where digest = $1 and format = $2 and kind = $3 "
                           "limit 1",
                           {source.digest, source.format, policy::to_text(kind)}));
    return row.has_value();
}

Result<bool> waits_for(sql::Session& session, AssetId asset, domain::JobKind kind, const PictureSource& source) {
    EXEAT_TAKE(const auto row, session.one("select 1 from picture_waits where asset = $1 and kind = $2 and digest = $3 "
                                           "and format = $4",
                                           {asset, policy::to_text(kind), source.digest, source.format}));
    return row.has_value();
}

Result<std::vector<AssetId>> without_own_picture(sql::Session& session, std::span<const AssetId> assets) {
    std::vector<AssetId> waiting;
    for (std::size_t from = 0; from < assets.size(); from += k_longest_list) {
        const auto some = assets.subspan(from, std::min(k_longest_list, assets.size() - from));
        const auto length = list_length(some.size());
        std::vector<sql::Parameter> parameters(some.begin(), some.end());
        parameters.resize(length, sql::Parameter(some.back()));
        EXEAT_TAKE(const auto rows,
                   session.query("select asset from picture_waits where asset in (" + parameter_list(1, length) +
                                     ") group by asset having count(*) = 2",
                                 parameters));
        for (const auto& row : rows) waiting.push_back(row.get<AssetId>(0));
    }
    std::ranges::sort(waiting);
    return waiting;
}

}  // namespace exeat::store
