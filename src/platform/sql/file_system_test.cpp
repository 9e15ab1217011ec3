#include "platform/sql/file_system.h"

#include <gtest/gtest.h>

namespace exeat::sql {
namespace {

TEST(FileSystem, KnowsThoseOfTheNetwork) {
    EXPECT_STREQ(network_file_system(0x6969), "nfs");
    EXPECT_STREQ(network_file_system(static_cast<long>(0xFFFFFFFFFF534D42UL)), "cifs") << "sign-extended on 32 bits";
    EXPECT_STREQ(network_file_system(0x65735546), "fuse");
    EXPECT_STREQ(network_file_system(0xEF53), "") << "ext4";
    EXPECT_FALSE(check_local_disk("/no/such/folder/file"));
}

}  // namespace
}  // namespace exeat::sql
