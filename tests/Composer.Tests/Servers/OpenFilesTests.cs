// SPDX-License-Identifier: MIT
using Composer.Servers.Kestrel;

namespace Composer.Tests.Servers;

public sealed class OpenFilesTests
{
    [Theory]
    [InlineData("1024", 124, 418)]
    [InlineData("256", 250, 1)]
    [InlineData("524288", 124, null)]
    [InlineData("unlimited", 124, null)]
    public void Where_few_files_may_be_open_there_are_fewer_connections(string limit, int open, int? room)
    {
        var limits = $"Limit                     Soft Limit           Hard Limit           Units     \nMax open files            {limit}                 {limit}                files     \n";

        Assert.Equal(room, OpenFiles.RoomForConnections(limits, open));
    }
}
