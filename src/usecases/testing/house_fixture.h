// A whole house on a fresh database of either engine, in a folder that ends with the test. Called by the tests of this
// module and of those above it; nothing that is shipped includes it.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "platform/sql/testing/both_engines.h"
#include "platform/sql/testing/engine_name.h"
#include "platform/telemetry/log.h"
#include "service/media/type_finder.h"
#include "state/authority/authority.h"
#include "state/blobs/blobs.h"
#include "state/ledger/schema.h"
#include "state/store/migrations.h"
#include "usecases/caller.h"
#include "usecases/deliveries/attend.h"
#include "usecases/deliveries/transfers.h"
#include "usecases/house.h"
#include "usecases/keys.h"
#include "usecases/people/passwords.h"
#include "usecases/pictures/known_pictures.h"
#include "usecases/uploads/resumable.h"

namespace exeat::usecases::testing {

using sql::testing::engine_name;

/// Keeps every line, so that a test can look for what should not be there.
class KeptLines : public telemetry::LogSink {
public:
    void write(telemetry::Level /*level*/, std::string_view line) override {
        const std::scoped_lock lock(mutex_);
        lines_ += line;
        lines_ += '\n';
    }
    [[nodiscard]] std::string text() const {
        const std::scoped_lock lock(mutex_);
        return lines_;
    }

private:
    mutable std::mutex mutex_;
    std::string lines_;
};

class SystemClock : public Clock {
public:
    [[nodiscard]] Instant now() const override {
        using namespace std::chrono;
        return Instant{duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
    }
};

/// The value, or an exception that fails the test with what went wrong.
template <class T>
T must_have(Result<T> result) {
    if (!result) {
        const auto& error = result.error();
        throw std::runtime_error(error.code + ": " + error.text + " " + error.detail);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// The code of what was refused; empty for what was not.
template <class T>
std::string code_of(const Result<T>& answer) {
    return answer ? "" : answer.error().code;
}

class HouseFixture {
public:
    explicit HouseFixture(sql::Engine engine = sql::Engine::sqlite) : place_(engine), database_(place_.open()) {
        auto migrations = store::migrations();
        migrations.push_back(ledger::migration());
        must_have(database_->migrate(migrations));
        const auto folder = place_.folder().file("data");
        std::filesystem::create_directory(folder);
        blobs_ = must_have(blobs::open_local({.folder = folder}));
        types_ = must_have(media::TypeFinder::open());
        keys_ = must_have(Keys::open(folder));
        authority_ = must_have(authority::Authority::open(*database_, authority::boot_clock()));
        transfers_ = std::make_unique<Transfers>(
            *database_, *authority_, [this](const ReadyDelivery& delivery, std::size_t file, Instant began) {
                return may_still_leave(*house_, delivery, file, began).has_value();
            });
        house_ = std::make_unique<House>(
            House{*database_, *authority_, *blobs_, log_, *keys_, passwords_, uploads_, *transfers_, *types_,
                  known_pictures_, HouseOptions{.public_url = "https://exeat.example.org", .data_folder = folder}});
    }
    ~HouseFixture() {
        transfers_.reset();  // asks the house until it is gone
    }
    HouseFixture(const HouseFixture&) = delete;
    HouseFixture& operator=(const HouseFixture&) = delete;

    [[nodiscard]] House& house() { return *house_; }
    [[nodiscard]] sql::Database& database() { return *database_; }
    [[nodiscard]] const sql::testing::TestDatabase& place() const { return place_; }
    [[nodiscard]] const std::string& folder() const { return house_->options.data_folder; }
    [[nodiscard]] std::string logged() const { return lines_.text(); }

    /// Whoever may read the data folder.
    [[nodiscard]] static Caller the_operator() {
        Caller caller;
        caller.kind = Caller::Kind::operator_;
        return caller;
    }
    /// Somebody from that address who is not signed in.
    [[nodiscard]] static Caller nobody(std::string address = "192.0.2.1") {
        Caller caller;
        caller.address = std::move(address);
        return caller;
    }
    /// That person, as with a session of theirs (of which there is no row).
    [[nodiscard]] static Caller as(PersonId person, std::string address = "192.0.2.1") {
        Caller caller = nobody(std::move(address));
        caller.kind = Caller::Kind::person;
        caller.person = person;
        caller.session = SessionId{};
        caller.scopes = {TokenScope::read, TokenScope::download, TokenScope::upload, TokenScope::edit,
                         TokenScope::manage};
        return caller;
    }

private:
    sql::testing::TestDatabase place_;
    std::unique_ptr<sql::Database> database_;
    SystemClock clock_;
    KeptLines lines_;
    telemetry::Log log_{lines_, clock_, telemetry::LogSettings{}};
    Passwords passwords_{identity::HashCost{1, 8192}};
    OpenUploads uploads_;
    KnownPictures known_pictures_;
    std::unique_ptr<blobs::Blobs> blobs_;
    std::unique_ptr<media::TypeFinder> types_;
    std::unique_ptr<Keys> keys_;
    std::unique_ptr<authority::Authority> authority_;
    std::unique_ptr<Transfers> transfers_;
    std::unique_ptr<House> house_;
};

}  // namespace exeat::usecases::testing
