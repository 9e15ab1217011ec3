#include "state/blobs/content_hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "core/vocabulary/checksum.h"

namespace exeat::blobs {
namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

// These fail only without memory, and then bytes without a name are of no use to anybody.
void require(int answer) {
    if (answer != 1) std::abort();
}

Context new_context() {
    Context context(EVP_MD_CTX_new());
    require(context ? 1 : 0);
    return context;
}

}  // namespace

struct ContentHash::State {
    Context sha256 = new_context();
    Crc32 crc32;
    Crc32c block;
    std::vector<std::uint32_t> blocks;  // the whole ones
    std::int64_t size = 0;

    State() { require(EVP_DigestInit_ex(sha256.get(), EVP_sha256(), nullptr)); }
    State(const State& other) : crc32(other.crc32), block(other.block), blocks(other.blocks), size(other.size) {
        require(EVP_MD_CTX_copy_ex(sha256.get(), other.sha256.get()));
    }
    State& operator=(const State&) = delete;
    ~State() = default;

    void add_to_blocks(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto in_block = size % k_block;
            const auto taken = bytes.substr(0, static_cast<std::size_t>(k_block - in_block));
            block.update(taken);
            size += static_cast<std::int64_t>(taken.size());
            bytes.remove_prefix(taken.size());
            if (size % k_block == 0) {
                blocks.push_back(block.value());
                block = Crc32c();
            }
        }
    }
};

ContentHash::ContentHash() : state_(std::make_unique<State>()) {}
ContentHash::~ContentHash() = default;
ContentHash::ContentHash(const ContentHash& other) : state_(std::make_unique<State>(*other.state_)) {}
ContentHash& ContentHash::operator=(const ContentHash& other) {
    if (this != &other) state_ = std::make_unique<State>(*other.state_);
    return *this;
}

void ContentHash::add(std::span<const std::byte> bytes) {
    require(EVP_DigestUpdate(state_->sha256.get(), bytes.data(), bytes.size()));
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    state_->crc32.update(text);
    state_->add_to_blocks(text);
}

std::int64_t ContentHash::size() const {
    return state_->size;
}

BlobFacts ContentHash::facts() const {
    BlobFacts facts;
    const State ended(*state_);
    require(EVP_DigestFinal_ex(ended.sha256.get(), facts.digest.bytes.data(), nullptr));
    facts.size = ended.size;
    facts.crc32 = ended.crc32.value();
    facts.crc32c = ended.blocks;
    if (ended.size % k_block != 0) facts.crc32c.push_back(ended.block.value());
    return facts;
}

}  // namespace exeat::blobs
