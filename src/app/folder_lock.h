// The lock of a data folder: one process at a time works in it (SAFETY.md "SQLite").
#pragma once

#include <string>

#include "core/vocabulary/error.h"

namespace exeat::app {

/// Held while it lives.
class FolderLock {
public:
    /// Makes the folder (0700) when it is missing. Errors: conflict "folder-in-use" with the process id of the holder;
    /// unavailable.
    static Result<FolderLock> take(const std::string& folder);
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace exeat::app
