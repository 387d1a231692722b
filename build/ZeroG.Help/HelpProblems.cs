namespace ZeroG.Help;

/// <summary>What is missing or wrong in the pages, printed so that a build shows file and line.</summary>
internal sealed class HelpProblems
{
    private readonly List<string> _lines = [];

    public void Add(string path, int line, string problem) => _lines.Add($"{path}({line}): error ZGHELP: {problem}");

    /// <summary>Prints all problems; the exit code is 1 if there were any.</summary>
    public int Print()
    {
        _lines.ForEach(Console.WriteLine);
        return _lines.Count == 0 ? 0 : 1;
    }
}
