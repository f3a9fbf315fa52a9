// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>Finds functions of Python for a component that can use them but does not need them; ask for it in the constructor. What a setting names is an <see cref="IPythonCallable"/> already.</summary>
public interface IPythonFunctions
{
    /// <summary>The function <c>package.module:name</c>, or null where no Python runs: none is started for it.</summary>
    IPythonCallable? Find(string reference);
}
