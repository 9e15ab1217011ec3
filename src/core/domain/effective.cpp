#include "core/domain/effective.h"

namespace exeat::domain {
namespace {

template <class Setting>
InForce<Setting> in_force(Setting own, const FolderPath& above, Setting Folder::* of_folder, Setting of_library) {
    if (own != Setting::inherit) return {own, SetOn::itself, std::nullopt};
    for (const auto& folder : above) {
        const auto value = (*folder).*of_folder;
        if (value != Setting::inherit) return {value, SetOn::folder, folder->id};
    }
    return {of_library, SetOn::library, std::nullopt};
}

}  // namespace

InForce<policy::Access> access_in_force(policy::Access own, const FolderPath& above, const Library& library) {
    return in_force(own, above, &Folder::access, library.policy->settings().access);
}

InForce<policy::Protection> protection_in_force(policy::Protection own, const FolderPath& above,
                                                const Library& library) {
    return in_force(own, above, &Folder::protection, library.policy->settings().protection);
}

}  // namespace exeat::domain
