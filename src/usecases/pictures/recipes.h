// Which pictures are made of a file, and the name that each has. Called by whoever shows and whoever makes them.
// Refuses to know assets.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/domain/job.h"
#include "core/policy/words.h"
#include "service/media/protocol.h"
#include "state/renditions/renditions.h"
#include "state/store/picture_rows.h"

namespace exeat::usecases {

enum class Recipe : std::uint8_t { thumbnail, preview };
/// Pixels of the longest side.
[[nodiscard]] std::uint32_t longest_side(Recipe recipe);
/// The work that makes it.
[[nodiscard]] domain::JobKind kind_of(Recipe recipe);

/// One picture of one content. A marked one and a clean one are two.
struct PictureWish {
    Digest digest;
    media::PictureFormat format = media::PictureFormat::jpeg;
    Recipe recipe = Recipe::thumbnail;
    renditions::Mark mark = renditions::Mark::clean;
    friend auto operator<=>(const PictureWish&, const PictureWish&) = default;
};
[[nodiscard]] Digest name_of(const PictureWish& wish);
[[nodiscard]] store::PictureSource source_of(const PictureWish& wish);

}  // namespace exeat::usecases

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 2> k_words<usecases::Recipe>{"thumbnail", "preview"};
}  // namespace exeat::policy
