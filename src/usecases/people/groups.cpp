#include "usecases/people/groups.h"

#include <algorithm>

#include "state/store/places.h"
#include "state/store/site.h"
#include "usecases/particulars.h"
#include "usecases/people/account.h"
#include "usecases/people/person_rules.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

std::vector<std::string> settings_naming(const domain::SiteSettings& settings, std::string_view group) {
    const auto names = [&](const std::vector<std::string>& groups) {
        return std::ranges::find(groups, group) != groups.end();
    };
    std::vector<std::string> found;
    if (names(settings.justification.groups)) found.emplace_back("justification");
    if (names(settings.approval.groups)) found.emplace_back("approval");
    if (names(settings.public_user.groups)) found.emplace_back("public user");
    return found;
}

std::unexpected<Error> named_by(const std::vector<std::string>& settings) {
    std::string list;
    for (const auto& setting : settings) list += (list.empty() ? "" : ", ") + setting;
    return fail(ErrorKind::conflict, "named-by-trigger",
                "The site settings name this group (" + list +
                    "): changing it would change who they apply to. Change the settings first, or rename it in them in "
                    "the same step.");
}

Result<GroupFull> full(sql::Session& session, GroupId id) {
    EXEAT_TAKE(auto row, store::read_group(session, id));
    if (!row) return nothing_here();
    GroupFull group;
    EXEAT_TAKE(group.people, store::people_of_group(session, id));
    EXEAT_TAKE(const auto site, store::read_site(session));
    group.named_by = settings_naming(site.settings, row->name);
    group.row = std::move(*row);
    return group;
}

/// A list of names in a setting is written with commas.
Result<std::string> accept_group_name(std::string_view text) {
    EXEAT_TAKE(auto name, accept_name(text, "/name"));
    if (name.find(',') == std::string::npos) return name;
    return wrong_member("name-with-comma", "/name",
                        "The name of a group has no comma: settings list groups with commas.");
}

/// Puts the new name wherever the site settings have the old one. Answers which settings those were.
Result<std::vector<std::string>> follow_in_settings(sql::Transaction& transaction, const std::string& old_name,
                                                    const std::string& new_name, Triggers triggers) {
    EXEAT_TAKE(auto site, store::read_site(transaction));
    auto named = settings_naming(site.settings, old_name);
    if (named.empty() || old_name == new_name) return std::vector<std::string>{};
    if (triggers == Triggers::refuse) return named_by(named);
    for (auto* groups :
         {&site.settings.justification.groups, &site.settings.approval.groups, &site.settings.public_user.groups}) {
        std::ranges::replace(*groups, old_name, new_name);
    }
    EXEAT_TRY(store::write_site_settings(transaction, site.settings, site.version));
    return named;
}

/// One transaction of an administrator about a group that is there.
template <class Work>
auto change_group(House& house, const Caller& caller, GroupId id, std::optional<std::int64_t> version, Work work)
    -> std::invoke_result_t<Work, sql::Transaction&, const store::GroupRow&, Instant> {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house,
                  [&](sql::Transaction& transaction)
                      -> std::invoke_result_t<Work, sql::Transaction&, const store::GroupRow&, Instant> {
                      store::StoredPlaces places(transaction, now);
                      EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
                      EXEAT_TAKE(auto row, store::read_group(transaction, id));
                      if (!row) return nothing_here();
                      if (version) row->version = *version;
                      return work(transaction, *row, now);
                  });
}

}  // namespace

Done accept_people(const std::vector<PersonId>& people) {
    if (people.size() <= k_most_people_at_once) return {};
    return wrong_member("too-many-people", "/people", "At most 10,000 people are written at once.");
}

Result<GroupPage> list_groups(House& house, const Caller& caller, store::NameQuery query) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    const auto limit = static_cast<std::size_t>(query.limit++);  // one more shows whether there is a next page
    EXEAT_TAKE(auto groups,
               house.database.read([&](sql::Session& session) { return store::list_groups(session, query); }));
    GroupPage page;
    if (groups.size() > limit) {
        groups.resize(limit);
        page.next = groups.back().id.text();
    }
    page.groups = std::move(groups);
    return page;
}

Result<GroupFull> read_group(House& house, const Caller& caller, GroupId id) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    return house.database.read([&](sql::Session& session) { return full(session, id); });
}

Result<GroupFull> find_group(House& house, const Caller& caller, std::string_view name) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    return house.database.read([&](sql::Session& session) -> Result<GroupFull> {
        EXEAT_TAKE(const auto row, store::find_group(session, name));
        if (row) return full(session, row->id);
        return fail(ErrorKind::not_found, "no-such-group", "There is no group named \"" + std::string(name) + "\".");
    });
}

Result<GroupFull> create_group(House& house, const Caller& caller, std::string_view name) {
    EXEAT_TAKE(const auto accepted, accept_group_name(name));
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<GroupFull> {
        store::StoredPlaces places(transaction, now);
        EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
        EXEAT_TAKE(const auto before, done_before(transaction, caller.once));
        if (before) {
            const auto id = GroupId::parse(*before);
            return id ? full(transaction, *id) : Result<GroupFull>(nothing_here());
        }
        const store::GroupRow row{GroupId::make(now), accepted};
        EXEAT_TRY(store::insert_group(transaction, row));
        EXEAT_TRY(note_done(transaction, caller.once, row.id.text(), now));
        EXEAT_TRY(record(
            transaction, caller, now,
            {.kind = "group_created", .about = row.id.text(), .body = Particulars().text("name", row.name).body()}));
        return full(transaction, row.id);
    });
}

Result<GroupFull> rename_group(House& house, const Caller& caller, GroupId id, std::string_view name, Triggers triggers,
                               std::optional<std::int64_t> version) {
    EXEAT_TAKE(const auto accepted, accept_group_name(name));
    return change_group(house, caller, id, version,
                        [&](sql::Transaction& transaction, store::GroupRow row, Instant now) -> Result<GroupFull> {
                            const auto old_name = std::exchange(row.name, accepted);
                            EXEAT_TRY(store::update_group(transaction, row));
                            EXEAT_TAKE(const auto settings,
                                       follow_in_settings(transaction, old_name, accepted, triggers));
                            EXEAT_TRY(record(transaction, caller, now,
                                             {.kind = "group_renamed",
                                              .about = id.text(),
                                              .body = Particulars()
                                                          .text("name_before", old_name)
                                                          .text("name", accepted)
                                                          .list("settings", settings)
                                                          .body()}));
                            return full(transaction, id);
                        });
}

Done delete_group(House& house, const Caller& caller, GroupId id, std::optional<std::int64_t> version) {
    return change_group(
        house, caller, id, version,
        [&](sql::Transaction& transaction, const store::GroupRow& row, Instant now) -> Done {
            EXEAT_TAKE(const auto site, store::read_site(transaction));
            const auto named = settings_naming(site.settings, row.name);
            if (!named.empty()) return named_by(named);
            EXEAT_TRY(store::delete_group(transaction, id, row.version));
            return record(
                transaction, caller, now,
                {.kind = "group_deleted", .about = id.text(), .body = Particulars().text("name", row.name).body()});
        });
}

Result<GroupFull> write_people_of_group(House& house, const Caller& caller, GroupId id,
                                        const std::vector<PersonId>& people, std::optional<std::int64_t> version) {
    EXEAT_TRY(accept_people(people));
    return change_group(
        house, caller, id, version,
        [&](sql::Transaction& transaction, const store::GroupRow& row, Instant now) -> Result<GroupFull> {
            EXEAT_TRY(store::write_people_of_group(transaction, id, row.version, people));
            EXEAT_TRY(record(transaction, caller, now,
                             {.kind = "people_of_group_written",
                              .about = id.text(),
                              .body = Particulars().list("people", id_texts(people)).body()}));
            return full(transaction, id);
        });
}

}  // namespace exeat::usecases
