// Gate 4: what level, flags and role allow a person, and what a link allows whoever comes through it.
#include <array>

#include "core/policy/gates.h"
#include "core/policy/roles.h"

namespace exeat::policy {
namespace {

/// A row of the table of actions in POLICY.md; no flags: none is asked.
struct Capability {
    Level level;
    Flags flags;
    Role role;
};

constexpr Capability k_looking{Level::browser, {}, Role::viewer};
constexpr Capability k_changing{Level::consumer, {}, Role::viewer};  // gate 6 asks who is able to edit

/// In the order of Action. The flag of `share` is that of the share_type.
constexpr std::array<Capability, 12> k_capabilities{{
    k_looking,                                                 // view
    k_looking,                                                 // comment
    {Level::consumer, {Flag::download}, Role::viewer},         // download
    {Level::consumer, {}, Role::viewer},                       // share
    {Level::consumer, {Flag::use_collections}, Role::viewer},  // collect
    k_changing,                                                // edit
    k_changing,                                                // update
    k_changing,                                                // organise
    k_changing,                                                // delete
    {Level::importer, {Flag::upload}, Role::editor},           // upload
    {Level::producer, {Flag::publish}, Role::editor},          // publish
    {Level::producer, {Flag::edit}, Role::owner},              // protect
}};

Capability capability_for(const Walk& walk) {
    // POLICY.md gate 4: `download` of a `proxy` asks for what `view` asks for.
    if (walk.downloads({FileClass::proxy})) return k_looking;
    Capability capability = k_capabilities[static_cast<std::size_t>(walk.action)];
    if (walk.action == Action::share) capability.flags.add(flag_of(walk.facts.share_type));
    return capability;
}

/// POLICY.md gate 4, user: level too low, flag missing (level 9 needs none), role too low, in this order.
Verdict person_capability(const Walk& walk) {
    const Account& person = *walk.facts.principal;
    const Capability capability = capability_for(walk);
    if (person.level < capability.level) {
        return denied(DeniedBy::capability, Reason::level_too_low, Source::account);
    }
    if (person.level != Level::administrator && !person.flags.has_all(capability.flags)) {
        return denied(DeniedBy::capability, Reason::flag_missing, Source::account);
    }
    if (walk.role < capability.role) return denied(DeniedBy::capability, Reason::role_too_low, Source::role);
    return passed(Reason::capable, Source::account);
}

/// POLICY.md gate 4, link, `download` of a payload or detail: without `allow_download`, or with the file not held by
/// the link's `files`, or (no portal, creator not level 9) with the creator's level below 2 or without the flag
/// `download`: deny `link`; with `site.public_user.level` below 2: deny `capability`. Gate 1 has seen to the creator's
/// level.
Verdict link_download(const Link& link, const Walk& walk) {
    if (!link.allow_download) return denied(DeniedBy::link, Reason::link_without_downloads, Source::link);
    if (!link.files.holds(walk.file)) return denied(DeniedBy::link, Reason::link_without_file, Source::link);
    if (link.type != LinkType::portal && link.creator->level != Level::administrator &&
        !link.creator->flags.has(Flag::download)) {
        return denied(DeniedBy::link, Reason::creator_may_not_download, Source::creator);
    }
    if (walk.facts.site->public_user.level < Level::consumer) {
        return denied(DeniedBy::capability, Reason::public_user_level_too_low, Source::public_user);
    }
    return passed(Reason::link_permits, Source::link);
}

/// POLICY.md gate 4, link: only `view`, `comment` and `download` exist.
Verdict link_capability(const Link& link, const Walk& walk) {
    constexpr Actions k_through_links{Action::view, Action::comment, Action::download};
    if (!k_through_links.has(walk.action)) {
        return denied(DeniedBy::capability, Reason::action_not_through_link, Source::wish);
    }
    if (walk.action == Action::comment && !link.comments) {
        return denied(DeniedBy::link, Reason::link_without_comments, Source::link);
    }
    if (walk.downloads(k_payload_and_detail)) return link_download(link, walk);
    if (walk.downloads({FileClass::metadata}) && !link.show_metadata) {
        return denied(DeniedBy::link, Reason::link_without_metadata, Source::link);
    }
    return passed(Reason::link_permits, Source::link);
}

}  // namespace

Verdict capability_gate(const Walk& walk) {
    return walk.facts.link == nullptr ? person_capability(walk) : link_capability(*walk.facts.link, walk);
}

}  // namespace exeat::policy
