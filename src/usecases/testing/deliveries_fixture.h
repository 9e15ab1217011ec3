// One library with a person who may download from it, for tests of files that go out. Called by the tests of this
// module; nothing that is shipped includes it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "usecases/deliveries/create_delivery.h"
#include "usecases/testing/places_fixture.h"
#include "usecases/uploads/file_in.h"

namespace exeat::usecases::testing {

class DeliveriesFixture : public PlacesFixture {
public:
    using PlacesFixture::PlacesFixture;

    /// Five bytes.
    AssetId add_file() {
        const auto incoming = must_have(house().blobs.begin());
        must_have(incoming->append(std::as_bytes(std::span<const char>("bytes", 5))));
        const auto stored = must_have(incoming->finish());
        FileIn file;
        file.target.library = library;
        file.name = "photo.txt";
        file.media_type = "text/plain";
        return must_have(take_file(house(), site.the_operator(), file, stored)).asset;
    }
    /// Mira's ticket for the originals of these; of several, for a ZIP.
    std::string ticket(const std::vector<AssetId>& assets) {
        DeliveryWish wish;
        for (const auto& asset : assets) wish.files.push_back({asset, "original"});
        return must_have(create_delivery(house(), mira, wish)).ticket;
    }
    /// Into the bin.
    void take_away(AssetId id) {
        write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TAKE(auto asset, store::read_asset(transaction, id));
            asset->deleted_at = now();
            return store::update_asset(transaction, *asset);
        });
    }

    LibraryId library = add_library("Press");
    Caller mira = add_person("mira", policy::Level::importer);
    std::string membership = add_member(library, mira, policy::Role::editor);
};

}  // namespace exeat::usecases::testing
