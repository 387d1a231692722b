using System.Management.Automation;
using System.Text;

namespace ZeroG.PowerShell.Storage;

/// <summary>
/// Takes bytes, one or many, or text. What is neither is left alone, so that the binder can offer it to other parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FileContentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Unwrap(inputData) switch
    {
        byte single => new FileContent([single], isLine: false),
        byte[] bytes => new FileContent(bytes, isLine: false),
        IEnumerable<byte> bytes => new FileContent([.. bytes], isLine: false),
        string text => new FileContent(Encoding.UTF8.GetBytes(text), isLine: true),
        object?[] { Length: > 0 } items when Array.TrueForAll(items, item => Unwrap(item) is byte) =>
            new FileContent(Array.ConvertAll(items, item => (byte)Unwrap(item)!), isLine: false),
        object?[] { Length: > 0 } lines when Array.TrueForAll(lines, line => Unwrap(line) is string) =>
            new FileContent(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(Unwrap))), isLine: true),
        _ => inputData,
    };

    private static object? Unwrap(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;
}
