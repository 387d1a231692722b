using System.Management.Automation;
using System.Management.Automation.Host;

namespace ZeroG.Shell.Hosting;

/// <summary>The sizes that views need. Drawing on the screen is refused: no script of a module has to.</summary>
internal sealed class ShellRawUserInterface : PSHostRawUserInterface
{
    // What a view gets when nobody looks: files, pipes, and terminals that do not tell their width. The module's tables fit into 100
    // columns.
    private const int DefaultWidth = 120;
    private const int NarrowestWidth = 20;

    public override Size BufferSize
    {
        get => new(Console.IsOutputRedirected || Console.WindowWidth < NarrowestWidth ? DefaultWidth : Console.WindowWidth, 3000);
        set => Refuse();
    }

    public override Size WindowSize
    {
        get => new(BufferSize.Width, Console.IsOutputRedirected ? 50 : Console.WindowHeight);
        set => Refuse();
    }

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Size MaxWindowSize => WindowSize;

    public override ConsoleColor ForegroundColor { get; set; } = (ConsoleColor)(-1);

    public override ConsoleColor BackgroundColor { get; set; } = (ConsoleColor)(-1);

    public override Coordinates CursorPosition { get; set; }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override string WindowTitle { get; set; } = "zg";

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        ConsoleKeyInfo key = Console.ReadKey(intercept: (options & ReadKeyOptions.NoEcho) != 0);
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            Console.ReadKey(intercept: true);
        }
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new PSNotSupportedException("zg cannot read its screen.");

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => Refuse();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => Refuse();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => Refuse();

    private static void Refuse() => throw new PSNotSupportedException("zg does not draw on its screen.");
}
