#include "state/authority/kept.h"

#include <algorithm>

namespace exeat::authority {

void Authority::Kept::put_member(const store::Member& member) {
    drop_member(member.id);
    members.emplace(member.id, member.membership);
    if (member.membership.person) members_of_person[*member.membership.person].push_back(member.id);
    if (member.membership.group) members_of_group[*member.membership.group].push_back(member.id);
}

void Authority::Kept::drop_member(const std::string& id) {
    const auto found = members.find(id);
    if (found == members.end()) return;
    const auto forget = [&id](auto& index, const auto& key) {
        const auto entry = index.find(key);
        if (entry == index.end()) return;
        std::erase(entry->second, id);
        if (entry->second.empty()) index.erase(entry);
    };
    if (found->second.person) forget(members_of_person, *found->second.person);
    if (found->second.group) forget(members_of_group, *found->second.group);
    members.erase(found);
}

}  // namespace exeat::authority
