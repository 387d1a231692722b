using System.Text;
using ZeroG.Notices;

// dotnet ZeroG.Notices.dll <list> <output file>
//
// Each line of the list is "place in the module|file it is copied from"; the file lies in the folder of its NuGet package.
// All that is written comes out of the packages, and lines end alike, so every machine writes the same file.
string list = args[0];
string output = args[1];

try
{
    ShippedPackage[] packages =
    [
        .. File.ReadLines(list).Select(line => line.Split('|'))
            .GroupBy(parts => ShippedPackage.FolderOf(parts[1]), parts => parts[0].Replace('\\', '/'))
            .Select(files => ShippedPackage.Read(files.Key, files))
            .OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase),
    ];
    File.WriteAllText(output, NoticesFile.Write(packages), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    return 0;
}
catch (InvalidDataException problem)
{
    Console.WriteLine($"{list}: error ZGNOTICES: {problem.Message}");
    return 1;
}
