// Where an upload goes, as clients say it: fields of a form or metadata of tus, the same names in both. Called by the
// routes that take files.
#pragma once

#include <map>
#include <string>

#include "core/vocabulary/error.h"
#include "usecases/uploads/file_in.h"

namespace exeat::api {

/// `library` (or `replaces`, or `attach_to`), `folder`, `duplicates` ("keep" or "skip"). Errors: invalid
/// "wrong-target", with the fields that are wrong.
[[nodiscard]] Result<usecases::FileTarget> target_of(const std::map<std::string, std::string>& fields);

}  // namespace exeat::api
