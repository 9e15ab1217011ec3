// From a file to pictures: one header looked at, one decoding, and each output made from what came of it. Called in a
// child of the zygote. Refuses to know where files come from and who looks at the pictures.
#pragma once

#include "zygote.h"

namespace exeat::worker {

/// Loads the libraries once, in the zygote: of their modules the one for PDF, every loader blocked, no threads.
[[nodiscard]] bool open_libraries();

/// The real work: what exeat-media does.
[[nodiscard]] Work picture_work();

}  // namespace exeat::worker
