#include "state/store/picture_rows.h"

#include <algorithm>

#include "state/store/job_rows.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_picture = "select digest, format, state, width, height, colour from pictures";

PictureRow picture_of(const sql::Row& row) {
    PictureRow picture;
    picture.source = {row.get<Digest>(0), row.get<std::string>(1)};
    picture.state = word_at<PictureState>(row, 2);
    if (!row.is_null(3)) {
        picture.facts = PictureFacts{row.get<std::int64_t>(3), row.get<std::int64_t>(4), row.get<std::int64_t>(5)};
    }
    return picture;
}

}  // namespace

Result<bool> want_picture(sql::Transaction& transaction, const PictureSource& source, Instant now) {
    EXEAT_TAKE(const auto added,
               transaction.change("insert into pictures (digest, format, state) "
                                  "values ($1, $2, 'waiting') on conflict (digest, format) do nothing",
                                  {source.digest, source.format}));
    if (added == 0) return false;
    EXEAT_TRY(add_job(transaction, domain::JobKind::thumbnail, source, now));
    return true;
}

Result<std::optional<PictureRow>> read_picture(sql::Session& session, const PictureSource& source) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_picture) + " where digest = $1 and format = $2",
                                           {source.digest, source.format}));
    if (!row) return std::optional<PictureRow>{};
    return std::optional(picture_of(*row));
}

Result<std::vector<PictureRow>> read_pictures(sql::Session& session, std::span<const Digest> digests) {
    std::vector<PictureRow> pictures;
    pictures.reserve(digests.size());
    for (std::size_t from = 0; from < digests.size(); from += k_longest_list) {
        const auto some = digests.subspan(from, std::min(k_longest_list, digests.size() - from));
        const auto length = list_length(some.size());
        std::vector<sql::Parameter> parameters(some.begin(), some.end());
        parameters.resize(length, sql::Parameter(some.back()));
        EXEAT_TAKE(
            const auto rows,
            session.query(std::string(k_picture) + " where digest in (" + parameter_list(1, length) + ")", parameters));
        for (const auto& row : rows) pictures.push_back(picture_of(row));
    }
    return pictures;
}

Done picture_is_ready(sql::Transaction& transaction, const PictureSource& source, const PictureFacts& facts) {
    EXEAT_TRY(
        transaction.change("update pictures set state = 'ready', width = $3, height = $4, colour = $5 "
                           "where digest = $1 and format = $2",
                           {source.digest, source.format, facts.width, facts.height, facts.colour}));
    return {};
}

Done picture_is(sql::Transaction& transaction, const PictureSource& source, PictureState state) {
    EXEAT_TRY(transaction.change("update pictures set state = $3 where digest = $1 and format = $2",
                                 {source.digest, source.format, policy::to_text(state)}));
    return {};
}

Result<WithoutPicture> originals_without_picture(sql::Session& session, std::int64_t after, int limit) {
    EXEAT_TAKE(const auto rows,
               session.query(
                   "select no, digest, media_type, "
                   "case when exists (select 1 from pictures where pictures.digest = assets.digest) then 1 else 0 end "
                   "from assets where no > $1 and deleted_at is null order by no limit $2",
                   {after, limit}));
    WithoutPicture found;
    for (const auto& row : rows) {
        found.last = row.get<std::int64_t>(0);
        const bool has_picture = row.get<bool>(3);
        if (!has_picture) found.originals.push_back({row.get<Digest>(1), row.get<std::string>(2)});
    }
    return found;
}

Result<std::vector<ShownAsset>> assets_showing(sql::Session& session, const Digest& digest, int limit) {
    EXEAT_TAKE(const auto rows, session.query("select id, library, name from assets where digest = $1 "
                                              "and deleted_at is null order by no limit $2",
                                              {digest, limit}));
    std::vector<ShownAsset> assets;
    assets.reserve(rows.size());
    for (const auto& row : rows) {
        assets.push_back({row.get<AssetId>(0), row.get<LibraryId>(1), row.get<std::string>(2)});
    }
    return assets;
}

}  // namespace exeat::store
