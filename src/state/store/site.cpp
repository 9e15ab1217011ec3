#include "state/store/site.h"

#include "state/store/changes.h"
#include "state/store/rows.h"
#include "state/store/settings_text.h"

namespace exeat::store {

Result<SiteRow> read_site(sql::Session& session) {
    EXEAT_TAKE(const auto row, session.one("select settings, version, set_up_at, held_at from site"));
    if (!row) return fail(ErrorKind::internal, "internal", "", "the site has no row");
    SiteRow site;
    EXEAT_TAKE(site.settings, site_settings_of(row->get<std::string>(0)));
    site.version = row->get<std::int64_t>(1);
    site.set_up_at = row->get<std::optional<Instant>>(2);
    site.held_at = row->get<std::optional<Instant>>(3);
    return site;
}

Done write_site_settings(sql::Transaction& transaction, const domain::SiteSettings& settings, std::int64_t version) {
    EXEAT_TRY(one_changed(transaction.change("update site set settings = $1, version = version + 1 where version = $2",
                                             {text_of(settings), version})));
    return note_change(transaction, ChangeKind::site, "");
}

Done mark_set_up(sql::Transaction& transaction, Instant now) {
    EXEAT_TRY(transaction.change("update site set set_up_at = $1", {now}));
    return {};
}

Result<std::optional<Digest>> read_set_up_code(sql::Session& session) {
    EXEAT_TAKE(const auto row, session.one("select set_up_code from site"));
    return row ? row->get<std::optional<Digest>>(0) : std::nullopt;
}

Done write_set_up_code(sql::Transaction& transaction, const std::optional<Digest>& code) {
    EXEAT_TRY(transaction.change("update site set set_up_code = $1", {code}));
    return {};
}

}  // namespace exeat::store
