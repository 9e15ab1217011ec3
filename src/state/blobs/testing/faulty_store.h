// A store on a disk that fails on demand, in a folder that goes with its test. Called by this module's tests only.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string_view>
#include <utility>

#include "state/blobs/local_blobs.h"
#include "state/blobs/testing/faulty_disk.h"
#include "state/blobs/testing/scratch.h"

namespace exeat::blobs::testing {

inline const UploadId k_upload{IdBits{{1, 2, 3}}};

class FaultyStore {
public:
    FaultyStore() { reopen(); }
    void reopen() {
        blobs_.reset();
        auto opened = open_local_on(std::make_unique<FaultyDisk>(faults_), {scratch_.folder()});
        if (opened) blobs_ = std::move(*opened);
    }
    [[nodiscard]] Blobs& blobs() { return *blobs_; }
    [[nodiscard]] bool is_open() const { return blobs_ != nullptr; }
    [[nodiscard]] Faults& faults() { return *faults_; }
    [[nodiscard]] Scratch& scratch() { return scratch_; }

    /// Every blob that has a name holds the bytes of that name.
    void expect_whole() {
        faults_->begin();
        EXPECT_TRUE(blobs_->list({[&](const BlobEntry& entry) -> Done {
                                      const auto text = read_all(*blobs_, entry.digest);
                                      EXPECT_TRUE(text);
                                      const auto again = store(*blobs_, *text);
                                      EXPECT_EQ(again->facts.digest, entry.digest) << "a name with other bytes";
                                      return {};
                                  },
                                  [](std::string_view name) -> Done {
                                      ADD_FAILURE() << "litter: " << name;
                                      return {};
                                  }}));
    }

private:
    Scratch scratch_;
    std::shared_ptr<Faults> faults_ = std::make_shared<Faults>();
    std::unique_ptr<Blobs> blobs_;
};

}  // namespace exeat::blobs::testing
