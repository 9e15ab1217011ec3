// Lock and protection of an asset or a folder as answers show them: what is set there, what is in force, and where that
// comes from. For insiders only. Called by the use cases of folders and assets.
#pragma once

#include <optional>
#include <string>

#include "core/domain/effective.h"
#include "usecases/permit.h"

namespace exeat::usecases {

struct AccessShown {
    policy::Access set = policy::Access::inherit;
    policy::Access in_force = policy::Access::unlocked;
    domain::SetOn set_on = domain::SetOn::library;
    std::optional<FolderId> folder;  // the one that it was set on
    std::optional<std::string> folder_name;
};

struct ProtectionShown {
    policy::Protection set = policy::Protection::inherit;
    policy::Protection in_force = policy::Protection::open;
    domain::SetOn set_on = domain::SetOn::library;
    std::optional<FolderId> folder;
    std::optional<std::string> folder_name;
};

/// `above` are the folders that the thing lies in.
[[nodiscard]] AccessShown access_shown(policy::Access own, const domain::FolderPath& above,
                                       const domain::Library& library);
[[nodiscard]] ProtectionShown protection_shown(policy::Protection own, const domain::FolderPath& above,
                                               const domain::Library& library);

}  // namespace exeat::usecases
