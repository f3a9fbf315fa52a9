// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>A component that does nothing but choose where a request goes, by the environ alone; so that <c>compose explain</c> may ask it without any effect.</summary>
public interface IRouter : IWsgiApp;
