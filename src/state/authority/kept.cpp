#include "state/authority/kept.h"

namespace exeat::authority {
namespace {

template <class Index, class Key, class Value>
void forget(Index& index, const Key& key, const Value& value) {
    const auto entry = index.find(key);
    if (entry == index.end()) return;
    entry->second.erase(value);
    if (entry->second.empty()) index.erase(entry);
}

}  // namespace

void Authority::Kept::put_folder(const std::shared_ptr<const domain::Folder>& folder) {
    folders[folder->id] = folder;  // a folder never changes its library
    folders_of_library[folder->library].insert(folder->id);
    trees.erase(folder->library);
}

void Authority::Kept::drop_folder(FolderId id) {
    const auto found = folders.find(id);
    if (found == folders.end()) return;
    const auto library = found->second->library;
    forget(folders_of_library, library, id);
    trees.erase(library);
    folders.erase(found);
}

void Authority::Kept::put_member(const store::Member& member) {
    drop_member(member.id);
    members.emplace(member.id, member.membership);
    if (member.membership.person) members_of_person[*member.membership.person].insert(member.id);
    if (member.membership.group) members_of_group[*member.membership.group].insert(member.id);
}

void Authority::Kept::drop_member(const std::string& id) {
    const auto found = members.find(id);
    if (found == members.end()) return;
    if (found->second.person) forget(members_of_person, *found->second.person, id);
    if (found->second.group) forget(members_of_group, *found->second.group, id);
    members.erase(found);
}

}  // namespace exeat::authority
