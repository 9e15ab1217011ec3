// Gates 1 to 3: may this account or link be here at all, does this asset exist for them, and does it exist now.
#include "core/policy/gates.h"
#include "core/policy/lifecycle.h"
#include "core/policy/roles.h"

namespace exeat::policy {
namespace {

/// POLICY.md gate 1, user: not `active`, or level 0.
Verdict account_entry(const Account* principal) {
    if (principal == nullptr) return denied(DeniedBy::account, Reason::nobody_signed_in, Source::account);
    if (!principal->active) return denied(DeniedBy::account, Reason::account_inactive, Source::account);
    if (principal->level == Level::no_access) {
        return denied(DeniedBy::account, Reason::account_level_none, Source::account);
    }
    return passed(Reason::account_in_order, Source::account);
}

/// POLICY.md gate 1, a link that is not a portal: its creator must be able to share such a thing still.
Verdict creator_entry(const Link& link) {
    const Account* creator = link.creator;
    if (creator == nullptr) return denied(DeniedBy::link, Reason::creator_missing, Source::link);
    if (!creator->active) return denied(DeniedBy::link, Reason::creator_inactive, Source::creator);
    if (creator->level == Level::administrator) return passed(Reason::link_in_order, Source::link);
    if (creator->level < Level::consumer) {
        return denied(DeniedBy::link, Reason::creator_level_too_low, Source::creator);
    }
    if (!creator->flags.has(flag_of(link.type))) {
        return denied(DeniedBy::link, Reason::creator_flag_missing, Source::creator);
    }
    return passed(Reason::link_in_order, Source::link);
}

/// POLICY.md gate 1, link.
Verdict link_entry(const Link& link, const Walk& walk) {
    if (!link.enabled) return denied(DeniedBy::link, Reason::link_switched_off, Source::link);
    if (link.starts_at && walk.now < *link.starts_at) {
        return denied(DeniedBy::link, Reason::link_not_started, Source::link);
    }
    if (link.expires_at && walk.now >= *link.expires_at) {
        return denied(DeniedBy::link, Reason::link_ended, Source::link);
    }
    if (walk.facts.site->public_user.level == Level::no_access) {
        return denied(DeniedBy::link, Reason::public_user_level_none, Source::public_user);
    }
    if (link.type == LinkType::portal) return passed(Reason::link_in_order, Source::link);
    return creator_entry(link);
}

/// POLICY.md gate 2, user. Which rule let them in, for the trace.
Verdict person_visible(const Walk& walk) {
    const Account& person = *walk.facts.principal;
    if (walk.role == Role::none) return hidden(Reason::not_a_member, Source::role);
    if (person.level == Level::administrator) return passed(Reason::administrator_owns_all, Source::account);
    if (person.role != Role::none) return passed(Reason::member, Source::role);
    if (walk.facts.library->visibility == Visibility::everyone) {
        return passed(Reason::visible_to_everyone, Source::library);
    }
    return passed(Reason::director_sees_all, Source::account);
}

/// POLICY.md gate 2, link: in its scope, and visible to its creator, if any.
Verdict link_visible(const Link& link, const Library& library) {
    if (!link.in_scope) return hidden(Reason::not_in_link, Source::link);
    if (link.creator != nullptr &&
        role_that_counts(link.creator->level, link.creator->role, library.visibility) == Role::none) {
        return hidden(Reason::creator_not_a_member, Source::creator);
    }
    return passed(Reason::in_link, Source::link);
}

}  // namespace

Verdict entry_gate(const Walk& walk) {
    return walk.facts.link == nullptr ? account_entry(walk.facts.principal) : link_entry(*walk.facts.link, walk);
}

Verdict visible_gate(const Walk& walk) {
    return walk.facts.link == nullptr ? person_visible(walk) : link_visible(*walk.facts.link, *walk.facts.library);
}

// POLICY.md gate 3: outsiders only.
Verdict lifecycle_gate(const Walk& walk) {
    if (!walk.outsider) return passed(Reason::insider, Source::role);
    const Asset& asset = *walk.facts.asset;
    const Reason reason = availability({asset.status, asset.available_from, asset.available_until}, walk.now);
    if (reason == Reason::available) return passed(reason, Source::asset);
    return hidden(reason, Source::asset);
}

}  // namespace exeat::policy
