// exeat init, user, group, role, token
#include "usecases/people/people.h"

#include <charconv>

#include "app/commands.h"
#include "usecases/people/groups.h"
#include "usecases/people/roles.h"
#include "usecases/people/tokens.h"
#include "usecases/setup/setup.h"

namespace exeat::app {
namespace {

using namespace usecases;

constexpr std::int64_t k_default_level = 2;
constexpr int k_page = 200;
constexpr std::int64_t k_day_ms = 86'400'000;

std::vector<std::string> parts_of(const std::string& text, char between) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= text.size();) {
        const auto to = std::min(text.find(between, from), text.size());
        if (to > from) parts.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return parts;
}

Result<std::int64_t> number_of(std::string_view name, const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size()) return number;
    return fail(ErrorKind::invalid, "wrong-value", "--" + std::string(name) + " is a whole number.");
}

Result<std::vector<RoleId>> roles_named(House& house, const Caller& caller, const std::string& names) {
    std::vector<RoleId> roles;
    for (const auto& name : parts_of(names, '\n')) {
        EXEAT_TAKE(const auto role, find_role(house, caller, name));
        roles.push_back(role.row.id);
    }
    return roles;
}

Result<std::vector<GroupId>> groups_named(House& house, const Caller& caller, const std::string& names) {
    std::vector<GroupId> groups;
    for (const auto& name : parts_of(names, '\n')) {
        EXEAT_TAKE(const auto group, find_group(house, caller, name));
        groups.push_back(group.row.id);
    }
    return groups;
}

std::string line_of(const store::PersonRow& person) {
    return person.email + "\tlevel " + std::to_string(static_cast<int>(person.level)) + "\t" +
           (person.active ? "active" : "suspended") + "\t" + person.name;
}

Done add_person(House& house, const Caller& caller, const Call& call, Console& console) {
    NewPerson wanted;
    wanted.email = call.option_or("email", "");
    wanted.name = call.option_or("name", wanted.email);
    wanted.level = k_default_level;
    if (const auto level = call.option("level")) {
        EXEAT_TAKE(wanted.level, number_of("level", *level));
    }
    if (call.has("password-stdin")) wanted.password = call.input;
    EXEAT_TAKE(wanted.roles, roles_named(house, caller, call.option_or("role", "")));
    EXEAT_TAKE(wanted.groups, groups_named(house, caller, call.option_or("group", "")));
    EXEAT_TAKE(const auto made, create_person(house, caller, wanted, house.options.url()));
    console.say(line_of(made.person.row));
    if (made.link)
        console.say("to set a password, once, until " + to_text(made.link->expires_at) + ": " + made.link->url);
    return {};
}

Done set_person(House& house, const Caller& caller, const Call& call, Console& console) {
    EXEAT_TAKE(const auto person, find_person(house, caller, call.option_or("email", "")));
    PersonChange wanted;
    wanted.name = call.option("name");
    if (const auto level = call.option("level")) {
        EXEAT_TAKE(wanted.level, number_of("level", *level));
    }
    if (const auto active = call.option("active")) {
        if (*active != "yes" && *active != "no") {
            return fail(ErrorKind::invalid, "wrong-value", "--active is yes or no.");
        }
        wanted.active = *active == "yes";
    }
    if (const auto roles = call.option("role")) {
        EXEAT_TAKE(wanted.roles, roles_named(house, caller, *roles));
    }
    if (const auto groups = call.option("group")) {
        EXEAT_TAKE(wanted.groups, groups_named(house, caller, *groups));
    }
    if (const auto quota = call.option("quota")) {
        if (*quota == "none") {
            wanted.quota_limit.set_null();
        } else {
            EXEAT_TAKE(const auto limit, number_of("quota", *quota));
            wanted.quota_limit.set(limit);
        }
    }
    EXEAT_TAKE(const auto changed, update_person(house, caller, person.row.id, wanted, std::nullopt));
    if (call.has("password-stdin")) EXEAT_TRY(set_password(house, caller, person.row.id, call.input));
    console.say(line_of(changed.row));
    return {};
}

/// Goes through all pages of a list.
template <class List, class Each>
Done all_pages(List list, Each each) {
    store::NameQuery query;
    query.limit = k_page;
    while (true) {
        EXEAT_TAKE(const auto page, list(query));
        each(page);
        if (!page.next) return {};
        query.after = *page.next;
    }
}

Done people(House& house, const Call& call, Console& console) {
    const auto caller = operator_caller();
    if (call.command == "user add") return add_person(house, caller, call, console);
    if (call.command == "user set") return set_person(house, caller, call, console);
    return all_pages([&](const store::NameQuery& query) { return list_people(house, caller, query); },
                     [&](const PeoplePage& page) {
                         for (const auto& person : page.people) console.say(line_of(person));
                     });
}

Done groups(House& house, const Call& call, Console& console) {
    const auto caller = operator_caller();
    const auto name = call.option_or("name", "");
    if (call.command == "group add") {
        EXEAT_TAKE(const auto made, create_group(house, caller, name));
        console.say(made.row.name);
        return {};
    }
    if (call.command == "group set") {
        EXEAT_TAKE(auto group, find_group(house, caller, name));
        if (const auto renamed = call.option("rename")) {
            EXEAT_TAKE(group, rename_group(house, caller, group.row.id, *renamed, Triggers::refuse, std::nullopt));
        }
        if (const auto emails = call.option("person")) {
            std::vector<PersonId> ids;
            for (const auto& email : parts_of(*emails, '\n')) {
                EXEAT_TAKE(const auto person, find_person(house, caller, email));
                ids.push_back(person.row.id);
            }
            EXEAT_TAKE(group, write_people_of_group(house, caller, group.row.id, ids, std::nullopt));
        }
        console.say(group.row.name + "\t" + std::to_string(group.people.size()) + " people");
        return {};
    }
    return all_pages([&](const store::NameQuery& query) { return list_groups(house, caller, query); },
                     [&](const GroupPage& page) {
                         for (const auto& group : page.groups) {
                             console.say(group.name + "\t" + std::to_string(group.people) + " people");
                         }
                     });
}

std::string line_of(const store::RoleRow& role) {
    std::string flags;
    for (std::size_t i = 0; i < policy::k_words<policy::Flag>.size(); ++i) {
        const auto flag = static_cast<policy::Flag>(i);
        if (role.flags.has(flag)) flags += (flags.empty() ? "" : " ") + std::string(policy::to_text(flag));
    }
    return role.name + "\t" + flags;
}

Done roles(House& house, const Call& call, Console& console) {
    const auto caller = operator_caller();
    const auto name = call.option_or("name", "");
    if (call.command == "role add") {
        EXEAT_TAKE(const auto made, create_role(house, caller, name, parts_of(call.option_or("flag", ""), '\n')));
        console.say(line_of(made.row));
        return {};
    }
    if (call.command == "role set") {
        EXEAT_TAKE(const auto role, find_role(house, caller, name));
        RoleChange wanted;
        wanted.name = call.option("rename");
        if (const auto flags = call.option("flag")) wanted.flags = parts_of(*flags, '\n');
        EXEAT_TAKE(const auto changed, update_role(house, caller, role.row.id, wanted, std::nullopt));
        console.say(line_of(changed.row));
        return {};
    }
    return all_pages([&](const store::NameQuery& query) { return list_roles(house, caller, query); },
                     [&](const RolePage& page) {
                         for (const auto& role : page.roles) console.say(line_of(role));
                     });
}

Done token(House& house, const Call& call, Console& console) {
    const auto caller = operator_caller();
    EXEAT_TAKE(const auto person, find_person(house, caller, call.option_or("user", "")));
    NewToken wanted;
    wanted.name = call.option_or("name", "");
    wanted.scopes = parts_of(call.option_or("scopes", ""), ',');
    if (const auto days = call.option("days")) {
        EXEAT_TAKE(const auto count, number_of("days", *days));
        EXEAT_TAKE(const auto now, house.database.now());
        wanted.expires_at = Instant{now.ms + count * k_day_ms};
    }
    EXEAT_TAKE(const auto made, create_token(house, caller, person.row.id, wanted));
    if (made.secret) console.say(*made.secret);
    return {};
}

int code_of(const Done& done, Console& console) {
    return done ? k_done : complain(console, done.error());
}

}  // namespace

int run_init(usecases::House& house, const Call& call, Console& console) {
    const FirstPerson person{call.option_or("admin", ""), call.option_or("name", ""), call.input};
    const auto made = set_up_by_operator(house, operator_caller(), person);
    if (!made) return complain(console, made.error());
    console.say("administrator " + person.email + " can sign in");
    return k_done;
}

int run_people(usecases::House& house, const Call& call, Console& console) {
    return code_of(people(house, call, console), console);
}

int run_groups(usecases::House& house, const Call& call, Console& console) {
    return code_of(groups(house, call, console), console);
}

int run_roles(usecases::House& house, const Call& call, Console& console) {
    return code_of(roles(house, call, console), console);
}

int run_token(usecases::House& house, const Call& call, Console& console) {
    return code_of(token(house, call, console), console);
}

}  // namespace exeat::app
