// What is in force at a place, and where it comes from: for showing settings with their source. The policy finds the
// same by itself when it decides. Refuses to decide.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/domain/records.h"

namespace exeat::domain {

/// Where a value in force was set: on the thing itself, on a folder above it, or on the library.
enum class SetOn : std::uint8_t { itself, folder, library };

template <class Setting>
struct InForce {
    Setting value = Setting::inherit;  // never inherit
    SetOn set_on = SetOn::library;
    std::optional<FolderId> folder;  // the one, where it is a folder
    friend bool operator==(const InForce&, const InForce&) = default;
};

using FolderPath = std::vector<std::shared_ptr<const Folder>>;

/// `own` is what is set on the asset or folder itself, `above` the folders that it lies in, nearest first.
[[nodiscard]] InForce<policy::Access> access_in_force(policy::Access own, const FolderPath& above,
                                                      const Library& library);
[[nodiscard]] InForce<policy::Protection> protection_in_force(policy::Protection own, const FolderPath& above,
                                                              const Library& library);

}  // namespace exeat::domain

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 3> k_words<domain::SetOn>{"itself", "folder", "library"};
}  // namespace exeat::policy
