// A fresh, empty database of either engine, for suites that run on both.
// Called by the tests of this module and of those above it; nothing that is shipped includes it.
#pragma once

#include <cstdlib>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "platform/sql/database.h"
#include "platform/sql/testing/test_postgres.h"

namespace exeat::sql::testing {

/// A folder that ends with the test.
class TestFolder {
public:
    explicit TestFolder(Durability durability = Durability::fast)
        : path_(test_place(durability) + "/exeat_sql_XXXXXX") {
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    }
    ~TestFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

/// One empty database, opened as often as a test likes.
class TestDatabase {
public:
    explicit TestDatabase(Engine engine) : engine_(engine) {
        if (engine == Engine::postgresql) url_ = TestPostgres::shared().new_database();
    }

    /// Throws std::runtime_error, which fails the test.
    std::unique_ptr<Database> open() {
        auto opened =
            engine_ == Engine::sqlite ? open_sqlite({.file = folder_.file("test.db")}) : open_postgresql({.url = url_});
        if (!opened) throw std::runtime_error(opened.error().text + " " + opened.error().detail);
        return std::move(*opened);
    }

    [[nodiscard]] Engine engine() const { return engine_; }
    [[nodiscard]] const TestFolder& folder() const { return folder_; }
    [[nodiscard]] const std::string& url() const { return url_; }

private:
    Engine engine_;
    TestFolder folder_;
    std::string url_;
};

}  // namespace exeat::sql::testing
