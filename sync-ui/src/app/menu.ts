import {
  Bell,
  Box,
  Clock,
  DocumentCopy,
  Files,
  InfoFilled,
  Key,
  List,
  Lock,
  Monitor,
  Odometer,
  Promotion,
  Setting,
  User,
} from '@element-plus/icons-vue'
import type { Component } from 'vue'
import type { Role } from '@/app/session'

export interface MenuEntry {
  path: string
  /** The last part of its key below {@code menu}. */
  name: string
  icon: Component
  role: Role
}

export interface MenuGroup {
  /** The last part of its key below {@code menu}; none for what needs no heading. */
  name?: string
  entries: MenuEntry[]
}

/** The places of the application, in the order of the manual. */
export const MENU: MenuGroup[] = [
  {
    entries: [
      { path: '/', name: 'dashboard', icon: Odometer, role: 'VIEWER' },
      { path: '/registries', name: 'registries', icon: Box, role: 'VIEWER' },
      { path: '/tasks', name: 'tasks', icon: List, role: 'VIEWER' },
      { path: '/executions', name: 'executions', icon: Clock, role: 'VIEWER' },
      { path: '/notifications', name: 'notifications', icon: Bell, role: 'VIEWER' },
      { path: '/quick-sync', name: 'quickSync', icon: Promotion, role: 'OPERATOR' },
      { path: '/diff', name: 'diff', icon: DocumentCopy, role: 'OPERATOR' },
    ],
  },
  {
    name: 'system',
    entries: [
      { path: '/system/users', name: 'users', icon: User, role: 'ADMIN' },
      { path: '/system/sessions', name: 'sessions', icon: Monitor, role: 'VIEWER' },
      { path: '/system/tokens', name: 'tokens', icon: Key, role: 'VIEWER' },
      { path: '/system/logins', name: 'logins', icon: Lock, role: 'ADMIN' },
      { path: '/system/audit', name: 'audit', icon: Files, role: 'ADMIN' },
      { path: '/system/settings', name: 'settings', icon: Setting, role: 'ADMIN' },
      { path: '/system/about', name: 'about', icon: InfoFilled, role: 'VIEWER' },
    ],
  },
]
