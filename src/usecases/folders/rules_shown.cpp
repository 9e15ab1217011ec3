#include "usecases/folders/rules_shown.h"

namespace exeat::usecases {
namespace {

template <class Shown, class Setting>
Shown shown_of(Setting own, const domain::InForce<Setting>& in_force, const domain::FolderPath& above) {
    Shown shown;
    shown.set = own;
    shown.in_force = in_force.value;
    shown.set_on = in_force.set_on;
    shown.folder = in_force.folder;
    for (const auto& folder : above) {
        if (folder->id == in_force.folder) shown.folder_name = folder->name;
    }
    return shown;
}

}  // namespace

AccessShown access_shown(policy::Access own, const domain::FolderPath& above, const domain::Library& library) {
    return shown_of<AccessShown>(own, domain::access_in_force(own, above, library), above);
}

ProtectionShown protection_shown(policy::Protection own, const domain::FolderPath& above,
                                 const domain::Library& library) {
    return shown_of<ProtectionShown>(own, domain::protection_in_force(own, above, library), above);
}

}  // namespace exeat::usecases
