#include "core/domain/accepted_types.h"

#include <gtest/gtest.h>

#include <memory>

#include "core/domain/settings_rules.h"

namespace exeat::domain {
namespace {

Library library_of(LibraryKind kind, AcceptedTypes accepted) {
    LibrarySettings settings;
    settings.accepted_types = std::move(accepted);
    Library library;
    library.kind = kind;
    library.policy = std::make_shared<const LibraryPolicy>(std::move(settings));
    return library;
}

TEST(AcceptedTypes, ALibraryThatSaysNothingTakesAnything) {
    for (const auto kind : {LibraryKind::media, LibraryKind::logo, LibraryKind::icon, LibraryKind::document}) {
        EXPECT_TRUE(accepts(library_of(kind, {}), "application/x-dosexec"));
    }
}

TEST(AcceptedTypes, AKindTakesItsOwn) {
    const AcceptedTypes of_kind{AcceptRule::kind, {}};
    EXPECT_TRUE(accepts_anything(library_of(LibraryKind::media, of_kind)));
    const auto logos = library_of(LibraryKind::logo, of_kind);
    EXPECT_TRUE(accepts(logos, "image/svg+xml"));
    EXPECT_TRUE(accepts(logos, "application/pdf"));
    EXPECT_FALSE(accepts(logos, "video/mp4"));
    EXPECT_FALSE(accepts(logos, "text/plain"));
    const auto icons = library_of(LibraryKind::icon, of_kind);
    EXPECT_TRUE(accepts(icons, "image/png"));
    EXPECT_TRUE(accepts(icons, "font/woff2"));
    EXPECT_FALSE(accepts(icons, "application/pdf"));
    const auto documents = library_of(LibraryKind::document, of_kind);
    EXPECT_TRUE(accepts(documents, "application/vnd.oasis.opendocument.text"));
    EXPECT_TRUE(accepts(documents, "text/markdown"));
    EXPECT_FALSE(accepts(documents, "image/png"));
    EXPECT_FALSE(accepts(documents, "application/octet-stream"));
}

TEST(AcceptedTypes, AListTakesWhatStandsInIt) {
    const auto library = library_of(LibraryKind::media, {AcceptRule::list, {"image/*", "application/pdf"}});
    EXPECT_TRUE(accepts(library, "image/jpeg"));
    EXPECT_TRUE(accepts(library, "application/pdf"));
    EXPECT_FALSE(accepts(library, "application/pdfx"));
    EXPECT_FALSE(accepts(library, "images/jpeg"));
    EXPECT_EQ(accepted_in_words(library), "image/*, application/pdf");
}

TEST(AcceptedTypes, EveryTypeOfAKindIsAPattern) {
    for (const auto kind : {LibraryKind::logo, LibraryKind::icon, LibraryKind::document}) {
        for (const auto type : types_of(kind)) EXPECT_TRUE(is_type_pattern(type)) << type;
    }
    for (const auto* text : {"*", "image", "image/", "/png", "*/*", "Image/png", "image/p g", "image/*g", "a/b/c"}) {
        EXPECT_FALSE(is_type_pattern(text)) << text;
    }
}

TEST(AcceptedTypes, ANameTellsByItsEnding) {
    EXPECT_EQ(promised_type("film.MP4"), "video/mp4");
    EXPECT_EQ(promised_type("archive.tar.gz"), "application/gzip");
    EXPECT_FALSE(promised_type("README"));
    EXPECT_FALSE(promised_type("thing.xyz"));
}

TEST(AcceptedTypes, AListIsCheckedWhenWritten) {
    LibrarySettings settings;
    settings.accepted_types = {AcceptRule::list, {"image/*", "nonsense"}};
    ASSERT_EQ(faults_of(settings).size(), 1U);
    EXPECT_EQ(faults_of(settings).front().pointer, "/accepted_types/list/1");
    settings.accepted_types.list.clear();
    EXPECT_EQ(faults_of(settings).front().pointer, "/accepted_types/list");
    settings.accepted_types.rule = AcceptRule::kind;
    EXPECT_TRUE(faults_of(settings).empty());
}

}  // namespace
}  // namespace exeat::domain
