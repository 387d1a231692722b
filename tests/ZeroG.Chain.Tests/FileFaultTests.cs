namespace ZeroG.Chain.Tests;

public class FileFaultTests
{
    [Fact]
    public void Unreadable_SaysWhatKeepsAFileFromBeingRead()
    {
        Assert.Equal("ZgFileNotFound", FileFault.Unreadable("a", new FileNotFoundException())!.ErrorId);
        Assert.Equal("ZgFileNotFound", FileFault.Unreadable("a", new DirectoryNotFoundException())!.ErrorId);
        Assert.Null(FileFault.Unreadable("a", new InvalidOperationException()));

        UnauthorizedAccessException refused = new("Access is denied.");
        ZeroGException unreadable = FileFault.Unreadable("a", refused)!;
        Assert.Equal(("ZgFileUnreadable", "a"), (unreadable.ErrorId, unreadable.Target));
        Assert.Equal("'a' cannot be read: Access is denied. Check that you may read it.", unreadable.Message);
        Assert.Same(refused, unreadable.InnerException);
        Assert.Equal("ZgFileUnreadable", FileFault.Unreadable("a", new IOException())!.ErrorId);
    }
}
