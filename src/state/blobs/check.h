// Whether a blob still holds the bytes that its name promises. Called by `exeat check`, the scrub and a restore. Works
// on any store. Refuses to decide what becomes of a broken one.
#pragma once

#include <cstdint>

#include "state/blobs/blobs.h"

namespace exeat::blobs {

enum class Verdict : std::uint8_t {
    intact,
    missing,
    unreadable,  // the disk gives an error
    wrong_size,
    wrong_bytes,
    wrong_facts,  // the bytes are those of the digest, but the checksums in `facts` are not
};

struct Examined {
    Verdict verdict = Verdict::intact;
    std::int64_t offset = 0;  // unreadable, wrong_bytes: where the first bad block begins, as far as it can be told
};

/// Reads the blob whole, in constant memory, and holds it against all its facts. Errors: busy.
Result<Examined> verify(Blobs& blobs, const BlobFacts& facts);

}  // namespace exeat::blobs
