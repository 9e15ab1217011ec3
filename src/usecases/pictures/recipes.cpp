#include "usecases/pictures/recipes.h"

#include <string>

#include "service/media/formats.h"

namespace exeat::usecases {

std::uint32_t longest_side(Recipe recipe) {
    switch (recipe) {
        case Recipe::thumbnail:
            return 480;
        case Recipe::preview:
            return 1600;
    }
    return 0;
}

domain::JobKind kind_of(Recipe recipe) {
    switch (recipe) {
        case Recipe::thumbnail:
            return domain::JobKind::thumbnail;
        case Recipe::preview:
            return domain::JobKind::preview;
    }
    return domain::JobKind::thumbnail;
}

Digest name_of(const PictureWish& wish) {
    renditions::Key key;
    key.source = wish.digest;
    key.recipe = std::string(policy::to_text(wish.recipe)) + "-of-" + std::string(media::word_of(wish.format));
    key.recipe_version = media::k_recipe_version;
    key.mark = wish.mark;
    return renditions::name_of(key);
}

store::PictureSource source_of(const PictureWish& wish) {
    return {wish.digest, std::string(media::word_of(wish.format))};
}

}  // namespace exeat::usecases
