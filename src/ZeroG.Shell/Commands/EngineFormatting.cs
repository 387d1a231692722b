using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace ZeroG.Shell.Commands;

/// <summary>
/// The engine holds all of Format-Table and Format-List except the two classes that name a shape, which are in a module of pwsh. They have
/// no public
/// seam, so the shape is handed over by reflection.
/// </summary>
internal static class EngineFormatting
{
    /// <summary>Makes a command format as <c>Table</c> or <c>List</c>.</summary>
    public static void UseShape(FrontEndCommandBase command, string shape)
    {
        Assembly engine = typeof(FrontEndCommandBase).Assembly;
        Type shapes = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.FormatShape", throwOnError: true)!;
        Type implementation = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.InnerFormatShapeCommand", throwOnError: true)!;
        object inner = Activator.CreateInstance(
            implementation, BindingFlags.Instance | BindingFlags.NonPublic, binder: null, [Enum.Parse(shapes, shape)], culture: null)!;
        typeof(FrontEndCommandBase).GetField("implementation", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(command, inner);
    }
}
